//! From a type that implements the traits to the exports of a component.

use crate::Plugin;
use crate::bindings::about::exports::vinbot::plugin::about as wit;

/// Carries the generated traits for a plugin type; made by [`export!`](crate::export!).
#[doc(hidden)]
#[derive(Debug)]
pub struct Exported<T>(std::marker::PhantomData<T>);

/// Compile only for a plugin that has the role; used by [`export!`](crate::export!).
#[doc(hidden)]
pub(crate) mod roles {
    use crate::bindings::{command, decoder, enricher, formatter, self_test as tested};

    pub const fn decoder<T: decoder::exports::vinbot::plugin::decoder::Guest>() {}
    pub const fn enricher<T: enricher::exports::vinbot::plugin::enricher::Guest>() {}
    pub const fn formatter<T: formatter::exports::vinbot::plugin::formatter::Guest>() {}
    pub const fn command<T: command::exports::vinbot::plugin::command::Guest>() {}
    pub const fn self_test<T: tested::exports::vinbot::plugin::self_test::Guest>() {}
}

/// Makes a panic say in the log what went wrong and where; the host itself only sees
/// that the plugin crashed.
pub(crate) fn tell_panics() {
    #[cfg(target_family = "wasm")]
    std::panic::set_hook(Box::new(|panic| {
        crate::host::log(crate::host::Level::Error, &panic.to_string(), &[]);
    }));
}

impl<T: Plugin> wit::Guest for Exported<T> {
    fn describe() -> wit::Info {
        tell_panics();
        T::about()
    }
}

/// Exports a plugin type with its roles: `export!(Card: formatter);` or
/// `export!(CarsXe: decoder, enricher, command);`. `self_test` beside the roles exports
/// its [`SelfTest`](crate::SelfTest).
///
/// Natively nothing is exported (the names of a component's exports, such as
/// `vinbot:plugin/about@0.1.0#describe`, are none that a native linker takes); that
/// the type has its roles is checked all the same.
#[macro_export]
macro_rules! export {
    ($plugin:ident: $($role:ident),+ $(,)?) => {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        type __Exported = $crate::__private::Exported<$plugin>;
        #[cfg(target_family = "wasm")]
        $crate::bindings::about::export_about!(
            __Exported with_types_in $crate::bindings::about
        );
        $($crate::__export_role!($role);)+
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __export_role {
    (decoder) => {
        #[cfg(target_family = "wasm")]
        $crate::bindings::decoder::export_decoder!(
            __Exported with_types_in $crate::bindings::decoder
        );
        #[cfg(not(target_family = "wasm"))]
        const _: () = $crate::__private::decoder::<__Exported>();
    };
    (enricher) => {
        #[cfg(target_family = "wasm")]
        $crate::bindings::enricher::export_enricher!(
            __Exported with_types_in $crate::bindings::enricher
        );
        #[cfg(not(target_family = "wasm"))]
        const _: () = $crate::__private::enricher::<__Exported>();
    };
    (formatter) => {
        #[cfg(target_family = "wasm")]
        $crate::bindings::formatter::export_formatter!(
            __Exported with_types_in $crate::bindings::formatter
        );
        #[cfg(not(target_family = "wasm"))]
        const _: () = $crate::__private::formatter::<__Exported>();
    };
    (command) => {
        #[cfg(target_family = "wasm")]
        $crate::bindings::command::export_command!(
            __Exported with_types_in $crate::bindings::command
        );
        #[cfg(not(target_family = "wasm"))]
        const _: () = $crate::__private::command::<__Exported>();
    };
    (self_test) => {
        #[cfg(target_family = "wasm")]
        $crate::bindings::self_test::export_self_test!(
            __Exported with_types_in $crate::bindings::self_test
        );
        #[cfg(not(target_family = "wasm"))]
        const _: () = $crate::__private::self_test::<__Exported>();
    };
    ($other:ident) => {
        compile_error!(concat!(
            "unknown role `",
            stringify!($other),
            "`: a plugin is a decoder, enricher, formatter or command, and may have a self_test"
        ));
    };
}

/// Runs an expression when the plugin is built and keeps the memory that it
/// leaves behind: `warm_up!(Table::load())`. What it fills (a `OnceLock`, say) is
/// there when a sandbox starts. It can't call the host. The plugin must not set a
/// global allocator of its own: this sets one that keeps what calls write apart from
/// what the warm-up left.
#[macro_export]
macro_rules! warm_up {
    ($work:expr) => {
        #[cfg(target_family = "wasm")]
        #[global_allocator]
        static __HEAPS: $crate::__private::TwoHeaps = $crate::__private::TwoHeaps::new();

        #[cfg(target_family = "wasm")]
        #[unsafe(export_name = "wizer-initialize")]
        extern "C" fn __warm_up() {
            let _ = $work;
            __HEAPS.freeze();
        }
    };
}
