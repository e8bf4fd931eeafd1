//! Which addresses are on the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

const fn v4(a: u8, b: u8, c: u8, bits: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), bits)
}

const fn v6(a: u16, b: u16, c: u16, bits: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), bits)
}

/// From IANA's registry of special-purpose IPv4 addresses, and multicast (RFC 5771).
const SPECIAL_V4: [Ipv4Net; 16] = [
    v4(0, 0, 0, 8),       // this network
    v4(10, 0, 0, 8),      // private
    v4(100, 64, 0, 10),   // carrier-grade NAT
    v4(127, 0, 0, 8),     // loopback
    v4(169, 254, 0, 16),  // link-local, and with it the metadata services of clouds
    v4(172, 16, 0, 12),   // private
    v4(192, 0, 0, 24),    // protocol assignments
    v4(192, 0, 2, 24),    // documentation
    v4(192, 31, 196, 24), // AS112
    v4(192, 88, 99, 24),  // 6to4 relays
    v4(192, 168, 0, 16),  // private
    v4(198, 18, 0, 15),   // benchmarks
    v4(198, 51, 100, 24), // documentation
    v4(203, 0, 113, 24),  // documentation
    v4(224, 0, 0, 4),     // multicast
    v4(240, 0, 0, 4),     // reserved, and broadcast
];

/// All that IANA has given to the internet so far: what is outside (loopback,
/// link-local, unique local, multicast, discard) is special.
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 0, 3);

/// What is special inside.
const SPECIAL_V6: [Ipv6Net; 4] = [
    v6(0x2001, 0, 0, 23),         // protocol assignments, Teredo among them
    v6(0x2001, 0xdb8, 0, 32),     // documentation
    v6(0x3fff, 0, 0, 20),         // documentation
    v6(0x2620, 0x4f, 0x8000, 48), // AS112
];

/// The prefixes whose addresses carry one of IPv4: 6to4, and NAT64.
const SIX_TO_FOUR: Ipv6Net = v6(0x2002, 0, 0, 16);
const NAT64: Ipv6Net = v6(0x64, 0xff9b, 0, 96);

/// True for an address that anybody on the internet may reach: not private, not of this
/// machine, not of its link, and not one of those in another shape.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match carried(address) {
            Some(inner) => is_public_v4(inner),
            None => {
                GLOBAL_V6.contains(&address) && !SPECIAL_V6.iter().any(|net| net.contains(&address))
            }
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !SPECIAL_V4.iter().any(|net| net.contains(&address))
}

/// The IPv4 address inside, whose traffic it is in truth.
fn carried(address: Ipv6Addr) -> Option<Ipv4Addr> {
    if let Some(inner) = address.to_ipv4_mapped() {
        return Some(inner);
    }
    let octets = address.octets();
    let four =
        |at: usize| Ipv4Addr::new(octets[at], octets[at + 1], octets[at + 2], octets[at + 3]);
    if SIX_TO_FOUR.contains(&address) {
        Some(four(2))
    } else if NAT64.contains(&address) {
        Some(four(12))
    } else {
        None
    }
}

/// True for an address of this machine, in whatever shape.
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::unspecified("0.0.0.0")]
    #[case::this_network("0.1.2.3")]
    #[case::private_ten("10.255.255.255")]
    #[case::private_172("172.31.0.1")]
    #[case::private_192("192.168.1.1")]
    #[case::carrier_grade_nat("100.64.0.1")]
    #[case::loopback("127.9.9.9")]
    #[case::metadata("169.254.169.254")]
    #[case::benchmark("198.19.0.1")]
    #[case::multicast("239.1.1.1")]
    #[case::broadcast("255.255.255.255")]
    #[case::loopback_six("::1")]
    #[case::unspecified_six("::")]
    #[case::mapped_private("::ffff:10.0.0.1")]
    #[case::mapped_loopback("::ffff:127.0.0.1")]
    #[case::compatible("::127.0.0.1")]
    #[case::link_local("fe80::1")]
    #[case::unique_local("fd00:ec2::254")]
    #[case::site_local("fec0::1")]
    #[case::multicast_six("ff02::1")]
    #[case::six_to_four_of_private("2002:0a00:0001::1")]
    #[case::nat64_of_metadata("64:ff9b::169.254.169.254")]
    #[case::nat64_local("64:ff9b:1::1")]
    #[case::teredo("2001:0:4136:e378::1")]
    #[case::documentation("2001:db8::1")]
    #[case::discard("100::1")]
    fn a_special_address_is_not_public(#[case] address: &str) {
        assert!(!is_public(address.parse().unwrap()));
    }

    #[rstest]
    #[case("8.8.8.8")]
    #[case("100.63.255.255")]
    #[case("172.32.0.1")]
    #[case("169.253.0.1")]
    #[case("2606:4700::1111")]
    #[case("2001:4860:4860::8888")]
    #[case("::ffff:8.8.8.8")]
    #[case("64:ff9b::8.8.8.8")]
    fn an_address_of_the_internet_is(#[case] address: &str) {
        assert!(is_public(address.parse().unwrap()));
    }
}
