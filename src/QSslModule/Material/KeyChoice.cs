using System.Security.Cryptography;
using QSslCore;

namespace QSslModule;

/// <summary>Chooses one of several private keys in a bundle by its alias or by the thumbprint of its certificate.</summary>
/// <param name="alias">The alias in the bundle, without regard to case; null for any.</param>
/// <param name="thumbprint">The SHA-256 or SHA-1 hash of the certificate, without regard to colons and blanks; null for any.</param>
/// <param name="warn">Receives a warning if there is more than one key and no choice.</param>
internal sealed class KeyChoice(string? alias, string? thumbprint, Action<string> warn)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public bool IsMade => alias is not null || thumbprint is not null;

    /// <summary>Returns the bundle with the chosen key.</summary>
    /// <param name="content">The contents of the bundle.</param>
    /// <param name="name">The name of the bundle in messages.</param>
    /// <param name="target">The target of the error.</param>
    /// <exception cref="MaterialException">The key does not exist.</exception>
    public Pkcs12Content Of(Pkcs12Content content, string name, object? target)
    {
        if (!IsMade)
        {
            if (content.Entries.Count > 1 && _told.Add(name))
            {
                warn($"The bundle {name} holds {content.Entries.Count} private keys; the first one is used. Choose one with -Alias or "
                    + $"-Thumbprint: {Describe(content.Entries)}.");
            }
            return content;
        }
        KeyEntry[] meant = [.. content.Entries.Where(IsMeant)];
        return meant.Length == 1
            ? content.With(meant[0])
            : throw new MaterialException(MaterialErrors.KeyNotChosen(name, target, alias ?? thumbprint!, meant.Length,
                Describe(content.Entries)));
    }

    /// <summary>Warns about the entries of a key store that are not read.</summary>
    public void TellLeftOut(Pkcs12Content content, string name)
    {
        if (content.LeftOut.Count > 0 && _told.Add(name + "\0"))
            warn($"The key store {name} also has entries that are left out: {Describe(content.LeftOut)}.");
    }

    /// <summary>Returns the first descriptions, and the number of the others.</summary>
    public static string Describe(IReadOnlyList<string> leftOut)
    {
        const int Shown = 10;
        return string.Join("; ", leftOut.Take(Shown)) + (leftOut.Count > Shown ? $"; {leftOut.Count - Shown} more" : "");
    }

    private static string Describe(IEnumerable<KeyEntry> entries) => string.Join("; ", entries.Select(entry =>
        $"{(entry.Alias.Length > 0 ? $"'{VisibleText.Of(entry.Alias)}', " : "")}{entry.Certificate.VisibleName}, "
            + entry.Certificate.Sha256Thumbprint));

    private bool IsMeant(KeyEntry entry) =>
        (alias is null || entry.Alias.Equals(alias, StringComparison.OrdinalIgnoreCase)) && (thumbprint is null || HasThumbprint(entry));

    private bool HasThumbprint(KeyEntry entry)
    {
        string plain = thumbprint!.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return plain.Equals(Convert.ToHexString(entry.Certificate.Digest(HashAlgorithmName.SHA256)), StringComparison.OrdinalIgnoreCase)
            || plain.Equals(Convert.ToHexString(entry.Certificate.Digest(HashAlgorithmName.SHA1)), StringComparison.OrdinalIgnoreCase);
    }
}
