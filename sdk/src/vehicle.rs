//! The vehicle and what is known about it.

pub use crate::bindings::words::vinbot::plugin::types::{
    Attribute, Finding, Item, PluginError as Error, Report, Section, Severity, Term, Vehicle,
};

impl Item {
    /// The same with the number by which a register knows it, such as that of a recall
    /// campaign: by that it is the same in other words, and told by another plugin. It stands
    /// at the end of its address, which leads where it led.
    ///
    /// ```
    /// use vinbot_plugin::{Item, Severity};
    ///
    /// let item = Item {
    ///     title: "Air bags".into(),
    ///     body: String::new(),
    ///     url: Some("https://www.kba.de/rueckrufe".into()),
    ///     severity: Severity::Warning,
    /// };
    /// let url = item.with_number("012345").url;
    /// assert_eq!(url.as_deref(), Some("https://www.kba.de/rueckrufe#id=012345"));
    /// ```
    #[must_use]
    pub fn with_number(self, number: &str) -> Self {
        let url = self.url.unwrap_or_default();
        let page = url.split('#').next().unwrap_or_default();
        Self {
            url: Some(format!("{page}#id={number}")),
            ..self
        }
    }
}

impl Finding {
    /// A finding of the given severity; [`Finding::suggesting`] adds a VIN.
    pub fn new(severity: Severity, code: &str, text: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.into(),
            text: text.into(),
            suggested_vin: None,
        }
    }

    /// The same with a VIN that would decode clean.
    #[must_use]
    pub fn suggesting(mut self, vin: impl Into<String>) -> Self {
        self.suggested_vin = Some(vin.into());
        self
    }
}

/// Questions that formatters and enrichers ask of a vehicle.
pub trait VehicleExt {
    /// The first attribute with this key that says something of this very VIN,
    /// else the default of its type.
    fn attribute(&self, key: &str) -> Option<&Attribute>;

    /// The value of [`VehicleExt::attribute`], unless it is empty or says
    /// "Not Applicable".
    fn value(&self, key: &str) -> Option<&str>;

    /// All telling values with this key, for those that may stand more than once.
    fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str>;
}

impl VehicleExt for Vehicle {
    fn attribute(&self, key: &str) -> Option<&Attribute> {
        let mut with_key = self.attributes.iter().filter(|a| a.term.key == key);
        let first = with_key.next()?;
        if first.is_default {
            with_key.find(|a| !a.is_default).or(Some(first))
        } else {
            Some(first)
        }
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.attribute(key).and_then(Attribute::telling)
    }

    fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes
            .iter()
            .filter(move |a| a.term.key == key)
            .filter_map(Attribute::telling)
    }
}

impl Term {
    /// The same with a unit, such as `mpg`.
    #[must_use]
    pub fn in_unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

impl Attribute {
    /// What is said of this vehicle, not a default of its type.
    pub fn new(term: Term, value: impl Into<String>) -> Self {
        Self {
            term,
            value: value.into(),
            is_default: false,
        }
    }

    /// The value, unless it says nothing: empty or "Not Applicable".
    pub fn telling(&self) -> Option<&str> {
        let value = self.value.trim();
        (!value.is_empty() && !value.eq_ignore_ascii_case("not applicable")).then_some(value)
    }

    /// The value with its unit behind it.
    pub fn value_with_unit(&self) -> String {
        match &self.term.unit {
            Some(unit) => format!("{} {unit}", self.value.trim()),
            None => self.value.trim().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::vehicle;

    #[test]
    fn what_the_vin_says_goes_before_a_default_of_its_type() {
        let mut car = vehicle("1HGCM82633A004352");
        for (value, is_default) in [("Not Applicable", true), ("Coupe", false)] {
            let mut attribute = crate::testing::attribute("body-class", value);
            attribute.is_default = is_default;
            car.attributes.push(attribute);
        }
        assert_eq!(car.value("body-class"), Some("Coupe"));
    }

    #[test]
    fn an_empty_or_not_applicable_value_says_nothing() {
        let mut car = vehicle("1HGCM82633A004352");
        car.attributes
            .push(crate::testing::attribute("bed-type", "Not Applicable"));
        car.attributes.push(crate::testing::attribute("trim", " "));
        assert_eq!((car.value("bed-type"), car.value("trim")), (None, None));
        assert_eq!(car.values("trim").count(), 0);
    }

    #[test]
    fn a_value_is_shown_with_its_unit() {
        let mut attribute = crate::testing::attribute("engine-hp", "240");
        attribute.term.unit = Some("hp".into());
        assert_eq!(attribute.value_with_unit(), "240 hp");
    }
}
