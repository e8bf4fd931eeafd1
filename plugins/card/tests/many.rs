//! Several vehicles: side by side, and as a list.

mod support;

use insta::assert_snapshot;
use support::{names, report, shown};
use vinbot_card::Card;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing::view;

#[test]
fn two_vehicles_stand_in_columns() {
    let two = vec![report("accord"), report("model-3")];
    assert_snapshot!(shown(two, view("compare")), @"
    1 · *2003 Honda Accord EX-V6*
    `1HGCM82633A004352`
    2 · *2019 Tesla Model 3* ⚠️
    `5YJ3E1EA7KF317000`

    *Different*
    `1                 2

    BODY
    coupe             sedan

    DOORS
    2                 4

    FUEL
    gasoline          electric

    TRANSMISSION
    automatic,        automatic
    5-speed

    AIRBAGS
    front, side,      front, side,
    curtain           knee

    BUILT
    Marysville,       Fremont,
    Ohio, United      California,
    States            United States`

    *Known only of 1 · 2003 Honda Accord*
    Engine: 3.0 L V6 (J30A4)
    Power: 240 hp

    *Known only of 2 · 2019 Tesla Model 3*
    Seats: 5
    Electric: battery electric
    Weight: 4,100 lb curb
    Wheelbase: 113.2 in
    Safety: ABS, stability control, automatic emergency braking, lane keeping, blind-spot warning, backup camera, adaptive cruise control (optional), collision warning, lane departure warning, parking assist (optional), traction control, daytime running lights
    [1 · 2003 Honda Accord]
    [2 · 2019 Tesla Model 3]
    ");
}

#[test]
fn three_vehicles_stand_below_each_other() {
    let three = vec![report("accord"), report("f-150"), report("european-audi")];
    assert_snapshot!(shown(three, view("compare")), @"
    1 · *2003 Honda Accord EX-V6*
    `1HGCM82633A004352`
    2 · *2013 Ford F-150*
    `1FTFW1ET9DFC10312`
    3 · *Audi passenger car*
    `WAUZZZ8K9BA123456`

    *Different*
    `BODY
    1 coupe
    2 pickup
    3 –

    ENGINE
    1 3.0 L V6 (J30A4)
    2 3.5 L V6
    3 –

    POWER
    1 240 hp
    2 365 hp
    3 –

    FUEL
    1 gasoline
    2 gasoline
    3 –

    AIRBAGS
    1 front, side, curtain
    2 front, side
    3 –

    BUILT
    1 Marysville, Ohio, United States
    2 Dearborn, Michigan, United
      States
    3 Ingolstadt, Germany`

    *Known only of 1 · 2003 Honda Accord*
    Doors: 2
    Transmission: automatic, 5-speed

    *Known only of 2 · 2013 Ford F-150*
    Drive: four-wheel
    Weight: 7,001–8,000 lb gross (class 2F)

    *Known only of 3 · Audi passenger car*
    Model year: 1981 or 2011
    [1 · 2003 Honda Accord]
    [2 · 2013 Ford F-150]
    [3 · Audi passenger car]
    ");
}

#[test]
fn a_vehicle_and_itself_differ_in_nothing() {
    let twice = shown(vec![report("accord"), report("accord")], view("compare"));
    assert!(
        !twice.contains("Different") && !twice.contains("only"),
        "{twice}"
    );
}

#[test]
fn of_more_than_four_vehicles_four_are_compared() {
    let shown = shown(names().map(report).collect(), view("compare"));
    assert!(
        shown.contains("Only the first four are compared."),
        "{shown}"
    );
    assert!(!shown.contains("5 · "), "{shown}");
}

#[test]
fn one_vehicle_cannot_be_compared() {
    let refused = Card::format(vec![report("accord")], view("compare"));
    assert!(matches!(refused, Err(Error::InvalidInput(_))));
}

#[test]
fn a_list_has_a_line_and_a_button_a_vehicle() {
    assert_snapshot!(shown(names().map(report).collect(), view("list")), @"
    *6 vehicles*

    1. 2003 Honda Accord EX-V6
    `1HGCM82633A004352`
    2. 2018 Raglan Industries Inc
    `2R9A3S9C5J1011145`
    3. Audi passenger car
    `WAUZZZ8K9BA123456`
    4. 2013 Ford F-150
    `1FTFW1ET9DFC10312`
    5. 2019 Tesla Model 3 ⚠️
    `5YJ3E1EA7KF317000`
    6. 2011 Harley-Davidson Road Glide Custom FLTRX103
    `1HD1KHM15BB612345`
    [1 · 2003 Honda Accord] [2 · 2018 Raglan Industries Inc]
    [3 · Audi passenger car] [4 · 2013 Ford F-150]
    [5 · 2019 Tesla Model 3] [6 · 2011 Harley-Davidson Road Glide Cus…]
    ");
}

#[test]
fn a_list_of_few_offers_to_compare_them() {
    let two = shown(vec![report("accord"), report("f-150")], view("list"));
    assert!(two.ends_with("[2 · 2013 Ford F-150]\n[Compare]"), "{two}");
}

#[test]
fn the_card_of_several_vehicles_is_their_list() {
    let both = || vec![report("accord"), report("f-150")];
    assert_eq!(shown(both(), view("card")), shown(both(), view("list")));
}

#[test]
fn a_list_ends_after_twenty_vehicles() {
    let many = vec![report("accord"); 23];
    let list = shown(many, view("list"));
    assert!(
        list.contains("*23 vehicles*") && list.contains("+ 3 more"),
        "{list}"
    );
}
