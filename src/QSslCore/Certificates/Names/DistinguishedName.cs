using System.Text;

namespace QSslCore;

/// <summary>The name of a subject or an issuer: attributes in the order of the encoding, the most general one first.</summary>
/// <param name="parts">The attributes. Those of one multi-valued part of the name have the same <c>Part</c>.</param>
internal sealed class DistinguishedName(IReadOnlyList<DistinguishedName.Attribute> parts)
{
    /// <summary>One attribute of a name.</summary>
    /// <param name="Part">The number of the relative distinguished name that it belongs to.</param>
    /// <param name="Name">The short name, or the object identifier if there is no short name.</param>
    /// <param name="Value">The text.</param>
    internal readonly record struct Attribute(int Part, string Name, string Value);

    public static DistinguishedName Empty { get; } = new([]);

    public string DisplayName => Last("CN") ?? Last("O") ?? Last("OU") ?? "";

    public IReadOnlyList<string> Attributes => [.. parts.Select(part => part.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Returns the values of an attribute. As in Qt, the last value in the encoding comes first.</summary>
    public IReadOnlyList<string> Values(string attribute) =>
        [.. parts.Where(part => part.Name == attribute).Select(part => part.Value).Reverse()];

    /// <summary>Returns the form of RFC 4514, with a blank after each comma.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        int previous = -1;
        foreach (Attribute attribute in parts.Reverse())
        {
            if (text.Length > 0)
                text.Append(attribute.Part == previous ? "+" : ", ");
            text.Append(attribute.Name).Append('=');
            AppendEscaped(text, attribute.Value);
            previous = attribute.Part;
        }

        return VisibleText.Of(text.ToString());
    }

    public static string NameOf(SubjectInfo attribute) => attribute switch
    {
        SubjectInfo.Organization => "O",
        SubjectInfo.CommonName => "CN",
        SubjectInfo.LocalityName => "L",
        SubjectInfo.OrganizationalUnitName => "OU",
        SubjectInfo.CountryName => "C",
        SubjectInfo.StateOrProvinceName => "ST",
        SubjectInfo.DistinguishedNameQualifier => "dnQualifier",
        SubjectInfo.SerialNumber => "serialNumber",
        SubjectInfo.EmailAddress => "emailAddress",
        _ => "",
    };

    private string? Last(string name)
    {
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].Name == name)
                return parts[i].Value;
        }

        return null;
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            bool atEdge = (i == 0 && (c is ' ' or '#')) || (i == value.Length - 1 && c == ' ');
            if (atEdge || c is '"' or '+' or ',' or ';' or '<' or '>' or '\\')
                text.Append('\\');
            text.Append(c);
        }
    }
}
