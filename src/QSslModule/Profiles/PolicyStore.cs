using System.Reflection;
using QSslCore;

namespace QSslModule;

/// <summary>The policies that come along, and those of files.</summary>
internal static class PolicyStore
{
    /// <summary>The module's own.</summary>
    public const string Default = "QSslModule";

    private const string Prefix = "Policies.";
    private const string Suffix = ".json";
    private const int MaxBytes = 1 << 20;
    private const int MaxLevels = 8;

    /// <summary>The ids of the policies that come along, in order.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]).Order(StringComparer.OrdinalIgnoreCase),
    ];

    private static readonly Lazy<SslPolicy[]> s_all = new(() => [.. Ids.Select(Load)]);

    /// <summary>The policies that come along.</summary>
    public static IReadOnlyList<SslPolicy> All => s_all.Value;

    /// <summary>The policy of that name; null for none. "Default" is the module's own.</summary>
    public static SslPolicy? Find(string name)
    {
        string id = name.Equals(nameof(Default), StringComparison.OrdinalIgnoreCase) ? Default : name;
        return All.FirstOrDefault(policy => policy.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The policy in a file.</summary>
    /// <param name="file">The path in full.</param>
    /// <exception cref="PolicyException">It is none, or it extends what is none.</exception>
    public static SslPolicy Read(string file) => Join(file, []);

    /// <param name="file">The path in full.</param>
    /// <param name="chain">The files that led here, to see a circle.</param>
    private static SslPolicy Join(string file, List<string> chain)
    {
        string full = Path.GetFullPath(file);
        if (chain.Contains(full))
            throw new PolicyException("extends", $"The policies extend each other in a circle: {Names(chain.Append(full))}.");
        if (chain.Count >= MaxLevels)
            throw new PolicyException("extends", $"More than {MaxLevels} policies extend each other.");
        chain.Add(full);
        try
        {
            return Join(PolicyReader.Read(Bytes(full), full), name => Find(name) ?? Join(Beside(full, name), chain));
        }
        catch (PolicyException e) when (chain.Count > 1 && chain[^1] == full)
        {
            // Which of the files it is in.
            chain.RemoveAt(chain.Count - 1);
            throw new PolicyException("extends", $"'{InputEcho.OfPath(full)}': {e.Message}", e);
        }
    }

    private static SslPolicy Join(PolicyReader.Draft draft, Func<string, SslPolicy> find)
    {
        SslPolicy own = draft.Policy;
        if (own.Extends.Length == 0)
            return own;
        SslPolicy extended = find(own.Extends);
        foreach (string id in draft.Removed)
        {
            if (!extended.Rules.Any(rule => IsSame(rule.Id, id)))
                throw new PolicyException("remove", $"{extended.Id} has no rule '{PolicyElement.Shown(id)}'.");
            if (own.Rules.Any(rule => IsSame(rule.Id, id)))
                throw new PolicyException("remove", $"'{PolicyElement.Shown(id)}' is removed and is a rule: a rule replaces by itself.");
        }
        // A rule of the same id takes the place of the other.
        SslPolicyRule[] kept =
        [
            .. extended.Rules.Where(rule => !draft.Removed.Contains(rule.Id, StringComparer.OrdinalIgnoreCase))
                .Select(rule => Array.Find(own.Rules, mine => IsSame(mine.Id, rule.Id)) ?? rule),
        ];
        SslPolicyRule[] added = [.. own.Rules.Where(rule => !kept.Contains(rule))];
        SslPolicyRule[] rules = [.. kept, .. added];
        return rules.Length > 0
            ? own with { Rules = rules }
            : throw new PolicyException("remove", "No rule is left: every host would follow this policy.");
    }

    private static bool IsSame(string id, string other) => id.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Beside(string file, string name)
    {
        string path = Path.Combine(Path.GetDirectoryName(file)!, name);
        return name.Contains('\0', StringComparison.Ordinal) || !File.Exists(path)
            ? throw new PolicyException("extends",
                $"'{PolicyElement.Shown(name)}' is neither a policy of the module ({string.Join(", ", Ids)}) nor a file beside this one.")
            : path;
    }

    private static byte[] Bytes(string file)
    {
        // A file that is far too large is not read.
        if (new FileInfo(file) is { Exists: true, Length: > MaxBytes } large)
            throw TooLarge(large.Length);
        if (!FileBytes.TryRead(file, out byte[] bytes, out string failure))
            throw new PolicyException("", $"The file cannot be used: {failure}.");
        return bytes.Length <= MaxBytes ? bytes : throw TooLarge(bytes.Length);
    }

    private static PolicyException TooLarge(long length) =>
        new("", $"The file has {length} bytes, and a policy has {MaxBytes} at most.");

    private static string Names(IEnumerable<string> files) =>
        string.Join(", ", files.Select(file => $"'{InputEcho.OfPath(file)}'"));

    private static SslPolicy Load(string id)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{id}{Suffix}")!;
        return Join(PolicyReader.Read(FileBytes.ReadAll(stream), ""), Load);
    }
}
