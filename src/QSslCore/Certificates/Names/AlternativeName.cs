namespace QSslCore;

/// <summary>One subject alternative name of a certificate.</summary>
/// <param name="Type">What kind of name it is.</param>
/// <param name="Value">The name; of an address its usual text. A NUL inside a name is kept.</param>
public sealed record AlternativeName(AlternativeNameEntryType Type, string Value)
{
    /// <summary>Kind and name as OpenSSL spells them, such as <c>DNS:www.example.org </c>; a NUL or another control character is made
    /// visible.</summary>
    public override string ToString() => $"{KindOf(Type)}:{VisibleText.Of(Value)}";

    /// <summary>The short name of the kind, which extensions are written with as well.</summary>
    internal static string KindOf(AlternativeNameEntryType type) => type switch
    {
        AlternativeNameEntryType.EmailEntry => "email",
        AlternativeNameEntryType.DnsEntry => "DNS",
        AlternativeNameEntryType.UriEntry => "URI",
        AlternativeNameEntryType.UserPrincipalNameEntry => "UPN",
        AlternativeNameEntryType.DirectoryNameEntry => "DirName",
        AlternativeNameEntryType.RegisteredIdEntry => "Registered ID",
        AlternativeNameEntryType.OtherNameEntry => "othername",
        _ => "IP",
    };
}
