//! Every detail, in pages.

mod support;

use insta::assert_snapshot;
use support::{metric, names, page, report, shown};
use vinbot_card::Card;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing::{attribute, plain, report as about, vehicle, view};

#[test]
fn the_first_page_of_a_car() {
    assert_snapshot!(shown(vec![report("model-3")], view("details")), @"
    *2019 Tesla Model 3* · 1/3

    *General*
    Make: Tesla
    Manufacturer: Tesla, Inc.
    Model: Model 3
    Model Year: 2019
    Plant City: Fremont
    Vehicle Type: Passenger Car
    Plant Country: United States (USA)
    Plant State: California
    Note: Curb Weight (lbs): 3627-4100

    *Engine*
    Fuel: Electric
    Electrification Level: BEV (Battery Electric Vehicle)
    Other Engine Info: Single Motor - Standard

    *Transmission*
    Transmission Style: Automatic
    Transmission Speeds: 1

    *Drivetrain*
    Axles: 2

    *Body*
    Body Class: Sedan/Saloon
    Doors: 4

    *Dimension*
    Gross weight rating: Class 1C: 4,001 - 5,000 lb (1,814 - 2,268 kg)
    Curb Weight: 4,100 lb
    Wheelbase: 113.2 in
    Gross weight rating, up to: Class 1C: 4,001 - 5,000 lb (1,814 - 2,268 kg)

    *Wheel Tire*
    Wheels: 4
    [▶]
    [Back] [Copy VIN]
    ");
}

#[test]
fn the_last_page_of_a_car() {
    assert_snapshot!(shown(vec![report("model-3")], page("details", 2)), @"
    *2019 Tesla Model 3* · 3/3

    *Lighting Technologies*
    Daytime Running Light (DRL): Standard
    Semiautomatic Headlamp Beam Switching: Standard
    Adaptive Driving Beam (ADB): Standard

    *Passive Safety System*
    Seat belts: Manual
    Restraints, other: Type 2 manual seatbelts (FR, SR*3), PODS

    *Air Bag Location*
    Front: 1st Row (Driver and Passenger)
    Knee: 1st Row (Driver and Passenger)
    Side: 1st Row (Driver and Passenger)

    *Decoding*
    Vehicle Descriptor: 5YJ3E1EA*KF

    *About this VIN*
    ⚠️ The check digit (position 9) is 7 but should be 2: a character is mistyped.
    [◀]
    [Back] [Copy VIN]
    ");
}

#[test]
fn units_are_those_of_the_reader() {
    assert_snapshot!(shown(vec![report("f-150")], metric("details")), @"
    *2013 Ford F-150* · 1/2

    *General*
    Make: Ford
    Manufacturer: Ford Motor Company
    Model: F-150
    Model Year: 2013
    Plant City: Dearborn
    Vehicle Type: Truck
    Plant Country: United States (USA)
    Plant State: Michigan

    *Engine*
    Cylinders: 6
    Displacement: 3,500 cc · 214 cu in · 3.5 L
    Fuel: Gasoline
    Engine Configuration: V-Shaped
    Fuel injection: Stoichiometric gasoline direct injection (SGDI)
    Power: 272 kW (365 hp)
    Engine Manufacturer: Ford

    *Drivetrain*
    Drive Type: 4WD/4-Wheel Drive/4x4

    *Brake*
    Brake System Type: Hydraulic

    *Truck*
    Cab Type: Crew/Super Crew/Crew Max

    *Body*
    Body Class: Pickup

    *Dimension*
    Gross weight rating: Class 2F: 7,001 - 8,000 lb (3,175 - 3,629 kg)

    *Active Safety System*
    Tire pressure monitor: Direct
    [▶]
    [Back] [Copy VIN]
    ");
}

#[test]
fn a_page_beyond_the_end_is_the_last() {
    let last = shown(vec![report("model-3")], page("details", 2));
    assert_eq!(
        shown(vec![report("model-3")], page("details", u32::MAX)),
        last
    );
}

#[test]
fn a_default_of_the_vehicles_type_is_marked_as_such() {
    let mut car = vehicle("1HGCM82633A004352");
    car.attributes.push(attribute("doors", "2"));
    car.attributes.push(Attribute {
        is_default: true,
        ..attribute("steering", "Left")
    });
    car.attributes.push(Attribute {
        is_default: true,
        ..attribute("bed", "Not Applicable")
    });
    assert_snapshot!(shown(vec![about(car)], view("details")), @"
    *Unknown vehicle*

    *General*
    Doors: 2

    *Usual for this type of vehicle*
    steering: Left
    [Back] [Copy VIN]
    ");
}

#[test]
fn a_group_longer_than_a_page_is_continued_on_the_next() {
    let mut car = vehicle("1HGCM82633A004352");
    car.attributes = (1..=40)
        .map(|i| attribute(&format!("fact-{i}"), "yes"))
        .collect();
    let second = shown(vec![about(car)], page("details", 1));
    assert!(second.contains("*General (continued)*"), "{second}");
}

#[test]
fn pages_lead_from_the_first_to_the_last_and_say_everything_once() {
    for name in names() {
        let report = report(name);
        let mut seen = String::new();
        let mut at = Some(0);
        while let Some(number) = at {
            let message = Card::format(vec![report.clone()], page("details", number)).unwrap();
            seen.push_str(&plain(&message));
            at = message
                .buttons
                .iter()
                .flatten()
                .find_map(|button| match &button.action {
                    Action::View(to) if to.view == "details" && to.page > number => Some(to.page),
                    _ => None,
                });
        }
        let said = report
            .vehicle
            .attributes
            .iter()
            .filter(|a| !a.is_default && a.telling().is_some() && a.term.unit.is_none());
        for attribute in said.filter(|a| a.term.group != "Decoding" && a.term.key != "model-year") {
            let value = attribute
                .value
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            assert!(
                seen.to_lowercase().contains(&value.to_lowercase()),
                "{name}: {} {value}",
                attribute.term.key
            );
        }
    }
}
