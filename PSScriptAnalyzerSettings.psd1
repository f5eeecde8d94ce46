@{
    Severity = @('Error', 'Warning')
    ExcludeRules = @(
        # New-, Start- and Stop- in the tests and the build act on what they made themselves: there is nothing to ask about.
        'PSUseShouldProcessForStateChangingFunctions'
        # Files are UTF-8 without a byte order mark, as .editorconfig says.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
