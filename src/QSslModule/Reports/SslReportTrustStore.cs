using QSslCore;

namespace QSslModule;

/// <summary>What a store of authorities says about a host (-TrustStore). Plain values only: it survives JSON, CLIXML and
/// remoting.</summary>
public sealed class SslReportTrustStore
{
    /// <summary>System, or the file or folder of the store.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Whether clients with this store trust the host's certificate.</summary>
    public bool IsTrusted { get; internal init; }

    /// <summary>The codes of what is wrong with it otherwise.</summary>
    public string[] Errors { get; internal init; } = [];

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of(
        $"{Name}: {(IsTrusted ? "trusted" : Errors.Length > 0 ? string.Join(", ", Errors) : "not trusted")}");
}
