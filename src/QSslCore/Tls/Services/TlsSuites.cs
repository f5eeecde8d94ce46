using QSslCore.Tls.Platform;

namespace QSslCore.Tls;

/// <summary>For backends: cipher suites and groups as values, with OpenSSL's names, by which the field knows them.
/// Thread-safe.</summary>
public static class TlsSuites
{
    /// <summary>The suites in use that authenticate the server, in order of preference. Which of them its library has, a backend must
    /// see itself.</summary>
    public static IReadOnlyList<QSslCipher> Common => SuiteNames.Common;

    /// <summary>A suite as a value. One that IANA's registry does not have, as any peer may name one, has no more than its
    /// number.</summary>
    /// <param name="number">IANA's number, 0 to 65535.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is another.</exception>
    public static QSslCipher FromNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue);
        return SuiteNames.FromNumber(number);
    }

    /// <summary>IANA's number of a suite; null when the registry has none of its name.</summary>
    /// <param name="cipher">A suite.</param>
    public static int? NumberOf(QSslCipher cipher)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        return SuiteNames.NumberOf(cipher);
    }

    /// <summary>A group or a curve that TLS can use, for <see cref="TlsBackend.EllipticCurves"/>.</summary>
    /// <param name="name">OpenSSL's name, such as <c>prime256v1</c> or <c>X25519</c>.</param>
    /// <param name="nistName">NIST's name, such as <c>P-256</c>; empty for none.</param>
    public static QSslEllipticCurve Group(string name, string nistName = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(nistName);
        return new(name, name, nistName, isTlsNamedCurve: true);
    }
}
