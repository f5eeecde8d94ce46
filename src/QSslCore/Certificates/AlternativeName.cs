namespace QSslCore;

/// <summary>One subject alternative name of a certificate.</summary>
/// <param name="Type">What kind of name it is.</param>
/// <param name="Value">The name; of an address its usual text. A NUL inside a name is kept.</param>
public sealed record AlternativeName(AlternativeNameEntryType Type, string Value);
