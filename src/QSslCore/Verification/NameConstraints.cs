using System.Formats.Asn1;

namespace QSslCore.Verification;

/// <summary>The names that one authority permits and excludes (RFC 5280, section 4.2.1.10).</summary>
internal sealed class NameConstraints
{
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;

    private static readonly Asn1Tag s_permitted = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag s_excluded = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag s_minimum = new(TagClass.ContextSpecific, 0);

    private readonly HashSet<(NameForm Form, string Key)> _permitted = [];
    private readonly HashSet<(NameForm Form, string Key)> _excluded = [];
    private readonly HashSet<NameForm> _permittedForms = [];
    private readonly HashSet<NameForm> _excludedForms = [];

    // The parents of excluded names. A wildcard directly below such a parent would match the excluded name.
    private readonly HashSet<string> _excludedParents = [];

    /// <summary>The number of constraints.</summary>
    public int Count { get; private set; }

    /// <summary>The reason why the constraints cannot be obeyed; null if they can.</summary>
    public string? Fault { get; private set; }

    public static NameConstraints Read(ReadOnlyMemory<byte> encoded)
    {
        NameConstraints constraints = new();
        try
        {
            AsnReader outer = new(encoded, Rules);
            AsnReader parts = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (!parts.HasData)
                constraints.Fault = "they constrain nothing";
            constraints.ReadSubtrees(parts, s_permitted);
            constraints.ReadSubtrees(parts, s_excluded);
            parts.ThrowIfNotEmpty();
        }
        catch (AsnContentException)
        {
            constraints.Fault ??= "they cannot be read";
        }
        return constraints;
    }

    /// <summary>Returns the error of a name, in words that fit between the name and the constraints; null if there is none.</summary>
    public string? FaultOf(CertificateName name)
    {
        bool isPermitted = !_permittedForms.Contains(name.Form), mayBeExcluded = _excludedForms.Contains(name.Form);
        if (isPermitted && !mayBeExcluded)
            return null;
        if (NameKeys.OfName(name) is not { } keys)
            return "cannot be held against";
        if (!isPermitted && !keys.Any(key => _permitted.Contains((name.Form, key))))
            return "is not permitted by";
        if (!mayBeExcluded)
            return null;
        if (keys.Any(key => _excluded.Contains((name.Form, key))))
            return "is excluded by";
        bool reachesExcluded = NameKeys.ParentOfWildcard(name) is { } parent && _excludedParents.Contains(parent);
        return reachesExcluded ? "stands for names that are excluded by" : null;
    }

    private void ReadSubtrees(AsnReader parts, Asn1Tag tag)
    {
        if (!parts.HasData || parts.PeekTag() != tag)
            return;
        AsnReader list = parts.ReadSequence(tag);
        if (!list.HasData)
            Fault ??= "they constrain nothing";
        while (list.HasData)
        {
            AsnReader subtree = list.ReadSequence();
            CertificateName constraint = CertificateName.Read(subtree);
            if (subtree.HasData && (subtree.PeekTag() != s_minimum || !subtree.ReadInteger(s_minimum).IsZero || subtree.HasData))
                Fault ??= $"'{constraint}' has a minimum or a maximum";
            Add(constraint, isExcluded: tag == s_excluded);
        }
    }

    private void Add(CertificateName constraint, bool isExcluded)
    {
        Count++;
        (isExcluded ? _excludedForms : _permittedForms).Add(constraint.Form);
        // Names of these forms are not understood. Such a name below the authority is refused. Without one, there is nothing to check.
        if (constraint.Form is NameForm.OtherName or NameForm.X400Address or NameForm.EdiParty or NameForm.RegisteredId)
            return;
        if (NameKeys.OfConstraint(constraint) is not { } key)
        {
            Fault ??= $"'{constraint}' is none for {Describe(constraint.Form)}";
            return;
        }
        (isExcluded ? _excluded : _permitted).Add((constraint.Form, key));
        if (isExcluded && constraint.Form == NameForm.Dns && key.IndexOf('.') is > 0 and int dot)
            _excludedParents.Add(key[(dot + 1)..]);
    }

    private static string Describe(NameForm form) => form switch
    {
        NameForm.Email => "e-mail addresses",
        NameForm.Dns => "host names",
        NameForm.Uri => "URIs",
        NameForm.Address => "IP addresses",
        _ => "directory names",
    };
}
