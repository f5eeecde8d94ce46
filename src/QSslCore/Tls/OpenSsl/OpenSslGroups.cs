using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The groups of the key exchange: the supported ones, and those that a context may use.</summary>
internal static unsafe class OpenSslGroups
{
    private static readonly HashSet<string> s_tlsCurves = [.. KeyExchangeGroups.NamedCurves];

    /// <summary>Groups with a curve that are not in the library's table of curves. The library is asked whether it supports
    /// them.</summary>
    private static readonly string[] s_byNameAlone = ["X25519", "X448", "X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024"];

    public static IReadOnlyList<QSslEllipticCurve> Supported() => [.. BuiltIn(), .. NamedGroups()];

    /// <summary>Limits a context to the configuration's curves, in their order. If there are none, the library chooses.</summary>
    /// <exception cref="TlsSetupException">A curve cannot be used. The message names it.</exception>
    public static void Apply(SafeSslContextHandle context, QSslConfiguration configuration)
    {
        QSslEllipticCurve[] curves = configuration.EllipticCurves;
        if (curves.Length == 0)
            return;
        if (curves.Any(curve => !curve.IsValid))
            throw new TlsSetupException("The list of elliptic curves cannot be used: an invalid curve is in it.");
        if (TrySet(context, curves))
            return;
        string why = OpenSslErrorQueue.Drain().Text;
        // The library does not report which curve was refused.
        QSslEllipticCurve? culprit = curves.FirstOrDefault(curve => !TrySet(context, [curve]));
        OpenSslErrorQueue.Clear();
        throw new TlsSetupException(culprit is null
            ? $"The list of elliptic curves '{string.Join(':', curves.Select(c => c.ShortName))}' cannot be used: {why}."
            : $"The list of elliptic curves cannot be used: TLS cannot use the curve '{culprit.ShortName}' with this OpenSSL.");
    }

    private static bool TrySet(SafeSslContextHandle context, IEnumerable<QSslEllipticCurve> curves)
    {
        OpenSslErrorQueue.Clear();
        string list = string.Join(':', curves.Select(curve => curve.ShortName));
        return Ssl.SSL_CTX_ctrl_text(context, Ssl.SSL_CTRL_SET_GROUPS_LIST, new CLong(0), list).Value == 1;
    }

    private static IEnumerable<QSslEllipticCurve> BuiltIn()
    {
        Ec.EC_builtin_curve[] table = new Ec.EC_builtin_curve[(int)Ec.EC_get_builtin_curves(null, 0)];
        int count;
        fixed (Ec.EC_builtin_curve* start = table)
            count = Math.Min(table.Length, (int)Ec.EC_get_builtin_curves(start, (nuint)table.Length));
        return table.Take(count).Select(entry => FromNumber(entry.nid)).Where(curve => curve.IsValid);
    }

    private static QSslEllipticCurve FromNumber(int number)
    {
        string name = Marshal.PtrToStringUTF8(Ec.OBJ_nid2sn(number)) ?? "";
        string longName = Marshal.PtrToStringUTF8(Ec.OBJ_nid2ln(number)) ?? "";
        string nist = Marshal.PtrToStringUTF8(Ec.EC_curve_nid2nist(number)) ?? "";
        return new(name, longName, nist, s_tlsCurves.Contains(name));
    }

    private static QSslEllipticCurve[] NamedGroups()
    {
        using SafeSslContextHandle scratch = Ssl.SSL_CTX_new(Ssl.TLS_method());
        OpenSslErrorQueue.Check(!scratch.IsInvalid);
        QSslEllipticCurve[] known =
            [.. s_byNameAlone.Select(name => new QSslEllipticCurve(name, name, "", isTlsNamedCurve: true))
                .Where(group => TrySet(scratch, [group]))];
        OpenSslErrorQueue.Clear();
        return known;
    }
}
