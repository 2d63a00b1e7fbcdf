//! Values from a fixed set of words: each is written as its code wherever it is written, in files,
//! links, forms, the store and catalogues.

/// A value from a fixed set of words.
pub trait Coded: Copy + 'static {
    /// All values in the order in which people read them.
    const VALUES: &'static [Self];

    /// How a value is written.
    fn code(self) -> &'static str;

    /// The value with this code.
    fn of_code(code: &str) -> Option<Self> {
        Self::VALUES.iter().copied().find(|value| value.code() == code)
    }
}

/// Makes an enum of values with their codes. It is [`Coded`], and has the same as constants and
/// functions of its own, so that arrays of its values can be made at compile time.
macro_rules! coded {
    (
        $(#[$about:meta])*
        pub enum $name:ident { $($(#[$meaning:meta])* $value:ident = $code:tt,)+ }
    ) => {
        $(#[$about])*
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
            utoipa::ToSchema,
        )]
        pub enum $name { $($(#[$meaning])* #[serde(rename = $code)] $value,)+ }

        impl $name {
            /// All values in the order in which people read them.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$value),+];

            /// How a value is written in files, links, forms and catalogues.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// The value with this code.
            pub fn of_code(code: &str) -> Option<Self> {
                <Self as $crate::domain::coded::Coded>::of_code(code)
            }
        }

        impl $crate::domain::coded::Coded for $name {
            const VALUES: &'static [Self] = &Self::ALL;

            fn code(self) -> &'static str {
                self.code()
            }
        }
    };
}

pub(crate) use coded;

#[cfg(test)]
mod tests {
    coded! {
        /// What it is like outside.
        #[derive(Default)]
        pub enum Weather {
            /// Wet.
            #[default]
            Rain = "rain",
            /// Dry.
            BlueSky = "blue_sky",
        }
    }

    #[test]
    fn a_value_is_read_as_it_is_written_everywhere() {
        assert_eq!(Weather::ALL, [Weather::default(), Weather::BlueSky]);
        for weather in Weather::ALL {
            assert_eq!(serde_json::to_value(weather).unwrap(), weather.code());
            assert_eq!(Weather::of_code(weather.code()), Some(weather));
        }
        assert_eq!(Weather::of_code("BlueSky"), None);
    }
}
