namespace QSslCore.Verification;

/// <summary>
/// The lowest level of the valid policy graph (RFC 9618, section 5): each policy once, with the policies that are equivalent to it in the
/// next certificate. The levels above are not needed because any policy is accepted. The work is therefore proportional to the size of
/// the certificates.
/// </summary>
internal sealed class PolicyGraph
{
    public const string AnyPolicy = "2.5.29.32.0";

    private Dictionary<string, HashSet<string>> _level = new() { [AnyPolicy] = [AnyPolicy] };

    /// <summary>Whether no policy is left that is valid for all certificates.</summary>
    public bool IsEmpty => _level.Count == 0;

    /// <summary>Continues with the next certificate (section 6.1.3, steps d and e).</summary>
    /// <param name="policies">The certificate's policies; empty if it has none.</param>
    /// <param name="allowsAny">Whether anyPolicy is allowed in it.</param>
    public void Descend(IReadOnlyCollection<string> policies, bool allowsAny)
    {
        HashSet<string> expected = [.. _level.Values.SelectMany(set => set)];
        bool hadAny = _level.ContainsKey(AnyPolicy);
        Dictionary<string, HashSet<string>> next = [];
        foreach (string policy in policies)
        {
            if (policy != AnyPolicy && (hadAny || expected.Contains(policy)))
                next[policy] = [policy];
        }
        if (allowsAny && policies.Contains(AnyPolicy))
        {
            foreach (string policy in expected)
                next.TryAdd(policy, [policy]);
        }
        _level = next;
    }

    /// <summary>
    /// Maps the issuer's policies to the subject's policies for the next certificate, or removes the issuer's (section 6.1.4, step b).
    /// </summary>
    /// <param name="mappings">Pairs of policies. None of them is anyPolicy.</param>
    /// <param name="isAllowed">Whether mapping is still allowed.</param>
    public void Map(IEnumerable<(string Issuer, string Subject)> mappings, bool isAllowed)
    {
        foreach (IGrouping<string, string> mapped in mappings.GroupBy(mapping => mapping.Issuer, mapping => mapping.Subject))
        {
            if (!isAllowed)
                _level.Remove(mapped.Key);
            else if (_level.ContainsKey(mapped.Key) || _level.ContainsKey(AnyPolicy))
                _level[mapped.Key] = [.. mapped];
        }
    }
}
