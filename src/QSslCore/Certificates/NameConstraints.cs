using System.Formats.Asn1;
using System.Text;

namespace QSslCore;

/// <summary>
/// Which names an authority's certificates may be for (RFC 5280, section 4.2.1.10), where TLS libraries are lenient: constraints
/// that say nothing, names that are none, and wildcards that reach into what is excluded.
/// </summary>
internal sealed class NameConstraints
{
    private static readonly Asn1Tag s_permitted = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_excluded = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag s_dns = new(TagClass.ContextSpecific, 2);

    /// <summary>The extension's identifier as it is encoded: most certificates need not be taken apart to see that they have none.</summary>
    private static ReadOnlySpan<byte> EncodedOid => [0x06, 0x03, 0x55, 0x1D, 0x1E];

    /// <summary>What wildcards may not stand on, since they would reach a name that is excluded. A peer may send thousands of both: a set.</summary>
    private readonly HashSet<string> _excludedParents = new(StringComparer.OrdinalIgnoreCase);
    private bool _concernsDns;
    private bool _concernsEmail;

    /// <summary>Judges a path that a library has built, leaf first.</summary>
    public static IEnumerable<QSslError> Check(IReadOnlyList<QSslCertificate> path)
    {
        for (int i = 1; i < path.Count; i++)
        {
            if (path[i].Der.IndexOf(EncodedOid) < 0 || path[i].Facts.Extensions.Find(ExtensionNames.NameConstraints) is not { } encoded)
                continue;
            if (Read(encoded) is not { } constraints)
            {
                yield return Error(path[i], $"The name constraints of '{path[i].SubjectDisplayName}' cannot be read or constrain nothing");
                continue;
            }

            for (int below = 0; below < i; below++)
            {
                foreach (AlternativeName name in path[below].SubjectAlternativeNames)
                {
                    if (constraints.FaultOf(name) is not { } fault)
                        continue;
                    yield return Error(path[below], $"The name '{VisibleText.Of(name.Value)}' {fault} the name constraints of '{path[i].SubjectDisplayName}'");
                    // One is enough: a certificate with thousands would only cost.
                    break;
                }
            }
        }
    }

    private static QSslError Error(QSslCertificate certificate, string text) => new(SslErrorCode.UnspecifiedError, certificate, text);

    private static NameConstraints? Read(ReadOnlyMemory<byte> encoded)
    {
        NameConstraints constraints = new();
        int subtrees = 0;
        try
        {
            AsnReader outer = new(encoded, AsnEncodingRules.BER);
            AsnReader parts = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            while (parts.HasData)
            {
                bool isExcluded = parts.PeekTag() == s_excluded;
                for (AsnReader list = parts.ReadSequence(isExcluded ? s_excluded : s_permitted); list.HasData; subtrees++)
                    constraints.Add(list.ReadSequence(), isExcluded);
            }
        }
        catch (AsnContentException)
        {
            return null;
        }

        return subtrees == 0 ? null : constraints;
    }

    private void Add(AsnReader subtree, bool isExcluded)
    {
        Asn1Tag tag = subtree.PeekTag();
        _concernsDns |= tag == s_dns;
        _concernsEmail |= tag == s_email;
        if (!isExcluded || tag != s_dns)
            return;
        string name = Encoding.Latin1.GetString(subtree.PeekContentBytes().Span).TrimStart('.');
        if (name.IndexOf('.') is > 0 and int dot)
            _excludedParents.Add(name[(dot + 1)..]);
    }

    private string? FaultOf(AlternativeName name)
    {
        if (_concernsDns && name.Type == AlternativeNameEntryType.DnsEntry)
        {
            if (name.Value.Length == 0 || name.Value.TrimEnd('.').Split('.').Any(label => label.Length == 0))
                return "is not a host name and cannot be held against";
            // The wildcard itself is outside; the names that it stands for need not be.
            if (name.Value.StartsWith("*.", StringComparison.Ordinal) && _excludedParents.Contains(name.Value[2..]))
                return "stands for names that are excluded by";
        }

        bool isEmail = name.Value.IndexOf('@') is > 0 and int at && at < name.Value.Length - 1 && name.Value.IndexOf('@', at + 1) < 0;
        return _concernsEmail && name.Type == AlternativeNameEntryType.EmailEntry && !isEmail
            ? "is not an e-mail address and cannot be held against"
            : null;
    }
}
