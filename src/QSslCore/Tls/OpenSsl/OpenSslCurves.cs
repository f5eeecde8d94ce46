using System.Formats.Asn1;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The curves that OpenSSL was built with. Its decoders do not report that an unknown curve is the reason of a failure.</summary>
internal static unsafe class OpenSslCurves
{
    private static readonly Lazy<HashSet<int>> s_known = new(Known);

    /// <summary>Returns the curve that OpenSSL does not support in a private key (PKCS#8); empty if the curve is not the reason.</summary>
    public static string LackOf(ReadOnlyMemory<byte> pkcs8)
    {
        try
        {
            AsnReader info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
            info.ReadInteger();
            AsnReader algorithm = info.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != KeyNames.Ec || algorithm.PeekTag() != Asn1Tag.ObjectIdentifier)
                return "";
            string curve = algorithm.ReadObjectIdentifier();
            return s_known.Value.Contains(Ec.OBJ_txt2nid(curve)) ? "" : $"unknown curve {KeyNames.Curve(curve)?.Name ?? curve}";
        }
        catch (AsnContentException)
        {
            return "";
        }
    }

    private static HashSet<int> Known()
    {
        Ec.EC_builtin_curve[] table = new Ec.EC_builtin_curve[(int)Ec.EC_get_builtin_curves(null, 0)];
        int count;
        fixed (Ec.EC_builtin_curve* start = table)
            count = Math.Min(table.Length, (int)Ec.EC_get_builtin_curves(start, (nuint)table.Length));
        return [.. table.Take(count).Select(entry => entry.nid)];
    }
}
