using QSslCore.Tls.Platform;

namespace QSslCore.Tls;

/// <summary>For backends: cipher suites and groups as values, with OpenSSL's names, which are in common use.
/// Thread-safe.</summary>
public static class TlsSuites
{
    /// <summary>The current suites that authenticate the server, in order of preference. A backend must determine itself which of them its
    /// library supports.</summary>
    public static IReadOnlyList<QSslCipher> Common => SuiteNames.Common;

    /// <summary>Returns a suite by its number. A suite that is not in IANA's registry has only its number; a peer may name such a
    /// suite.</summary>
    /// <param name="number">IANA's number, 0 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in this range.</exception>
    public static QSslCipher FromNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue);
        return SuiteNames.FromNumber(number);
    }

    /// <summary>Returns IANA's number of a suite; null if its name is not in the registry.</summary>
    /// <param name="cipher">A suite.</param>
    public static int? NumberOf(QSslCipher cipher)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        return SuiteNames.NumberOf(cipher);
    }

    /// <summary>Returns a group or a curve that TLS can use, for <see cref="TlsBackend.EllipticCurves"/>.</summary>
    /// <param name="name">OpenSSL's name, such as <c>prime256v1</c> or <c>X25519</c>.</param>
    /// <param name="nistName">NIST's name, such as <c>P-256</c>; empty for none.</param>
    public static QSslEllipticCurve Group(string name, string nistName = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(nistName);
        return new(name, name, nistName, isTlsNamedCurve: true);
    }
}
