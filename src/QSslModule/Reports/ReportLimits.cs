using QSslCore;

namespace QSslModule;

/// <summary>The limits that a report is judged by.</summary>
/// <param name="Expiry">The limits for the remaining lifetime of a certificate.</param>
/// <param name="Pins">The public keys that are accepted, of the peer itself or in its verified path, as <c>sha256/ </c> and base64; empty
/// for any.</param>
/// <param name="IsAccepted">Returns whether an error of the identity is accepted.</param>
internal sealed record ReportLimits(ExpiryLimits Expiry, IReadOnlyCollection<string> Pins, Func<QSslError, bool> IsAccepted)
{
    /// <summary>Returns whether the user named an error as expected. An error that is only skipped is not expected.</summary>
    public required Func<QSslError, bool> IsExpected { get; init; }

    /// <summary>Stores of authorities that are asked one by one; null for none.</summary>
    public TrustStores? Stores { get; init; }

    /// <summary>Whether the client has a certificate to show, for the words about hosts that request one.</summary>
    public required bool ShowsCertificate { get; init; }
}
