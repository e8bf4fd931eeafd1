//! Cars that a user keeps.

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::GARAGE;

/// How many cars a user may keep.
pub const MOST_CARS: usize = 100;

/// A car that a user keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Car {
    /// Its VIN.
    pub vin: String,
    /// What it is, in a few words.
    pub title: String,
    /// What the user calls it.
    pub name: Option<String>,
    /// Since when it is kept.
    pub saved_at: u64,
}

impl Store {
    /// Keeps a car, replacing the one of this VIN.
    ///
    /// # Errors
    /// [`StoreError::Full`] if the user has [`MOST_CARS`] others.
    pub async fn save(&self, user: u64, car: &Car) -> Result<(), StoreError> {
        let key = key::of_user(user, &car.vin)?;
        let _turn = self.turn(user).await;
        let room = ("cars", MOST_CARS);
        self.write_if_room(&GARAGE, user, &key, car, room).await
    }

    /// Gives a car another name, or none, and says whether there is such a car.
    pub async fn rename(
        &self,
        user: u64,
        vin: &str,
        name: Option<&str>,
    ) -> Result<bool, StoreError> {
        let key = key::of_user(user, vin)?;
        let named = |car: Option<Car>| {
            Some(Car {
                name: name.map(str::to_owned),
                ..car?
            })
        };
        let _turn = self.turn(user).await;
        Ok(self.update(&GARAGE, &key, named).await?.is_some())
    }

    /// Keeps a car no longer, and says whether it was kept.
    pub async fn remove(&self, user: u64, vin: &str) -> Result<bool, StoreError> {
        let key = key::of_user(user, vin)?;
        let _turn = self.turn(user).await;
        self.backend.delete(GARAGE.name(), &key).await
    }

    /// A user's cars, the one kept first first.
    pub async fn garage(&self, user: u64) -> Result<Vec<Car>, StoreError> {
        let mut cars: Vec<Car> = self.all_of(&GARAGE, user).await?;
        cars.sort_by_key(|car| car.saved_at);
        Ok(cars)
    }

    /// A user's car of this VIN.
    pub async fn car(&self, user: u64, vin: &str) -> Result<Option<Car>, StoreError> {
        self.read(&GARAGE, &key::of_user(user, vin)?).await
    }
}
