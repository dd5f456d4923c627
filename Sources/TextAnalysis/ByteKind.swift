/// What each byte is to the scanner, and the folded form of ASCII letters and digits, in one look-up.
///
/// A value from `0` upwards is the byte to write: a digit or a lower-case letter. The values below are the kinds of
/// all other bytes.
enum ByteKind {
    static let separator = UInt8(ascii: " ")
    static let nonASCII = UInt8(ascii: "!")
    static let dollar = UInt8(ascii: "$")
    /// An apostrophe, grave accent or quotation mark.
    static let quote = UInt8(ascii: "'")
    static let open = UInt8(ascii: "(")
    static let close = UInt8(ascii: ")")
    /// `^` and `_`.
    static let script = UInt8(ascii: "*")
    static let backslash = UInt8(ascii: "/")
    static let firstWordByte = UInt8(ascii: "0")
    static let firstLetter = UInt8(ascii: "a")

    static var table: UnsafePointer<UInt8> { values.utf8Start }
    static var tableSize: Int { values.utf8CodeUnitCount }

    private static let values: StaticString = """
                                        \
          ' $  '        0123456789      \
         abcdefghijklmnopqrstuvwxyz / **\
        'abcdefghijklmnopqrstuvwxyz( )  \
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\
        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
        """
}
