namespace QSslCore;

/// <summary>One subject alternative name of a certificate.</summary>
/// <param name="Type">The kind of the name.</param>
/// <param name="Value">The name; for an address, its usual text form. A NUL inside a name is kept.</param>
public sealed record AlternativeName(AlternativeNameEntryType Type, string Value)
{
    /// <summary>Returns kind and name in OpenSSL's form, such as <c>DNS:www.example.org</c>. A NUL or another control character is
    /// escaped.</summary>
    public override string ToString() => $"{KindOf(Type)}:{VisibleText.Of(Value)}";

    /// <summary>Returns the short name of the kind, which is also used for extensions.</summary>
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
