using QSslCore.Tls;
using QSslCore.Tls.OpenSsl;
using QSslCore.Tls.Stapling;

namespace QSslCore.Fuzz.Targets;

/// <summary>Stapled answers about a certificate. Its authority has signed none for the time of the check, so none is good.</summary>
internal static class OcspTarget
{
    private static readonly QSslConfiguration s_configuration = new() { VerificationTime = new(2027, 1, 15, 0, 0, 0, TimeSpan.Zero) };

    private static readonly QSslCertificate s_subject = QSslCertificate.FromDer(Convert.FromBase64String(
        "MIIBETCBuKADAgECAgEHMAoGCCqGSM49BAMCMA8xDTALBgNVBAMTBEZ1enowIBcNMjAwMTAxMDAwMDAwWhgPMjExOTAxMDEwMDAwMDBaMBQxEj"
        + "AQBgNVBAMTCWZ1enoudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC32MeOW4OEN5ZZtyKKEQgFL8yI2SIy2qDYKixW263pSe2+T7LNH"
        + "xFBmG3GoqRokVlFKI8bZZzUDitFu/8sZ/IYwCgYIKoZIzj0EAwIDSAAwRQIgD2DgZaLht6KZtVGy9erxScegihBMtDyPikywXOaEhpwCIQDTd7"
        + "dA60wwfoYPpZMIddtXDSZphwP/mpW3zJJhA03x2A=="));

    public static QSslCertificate Authority { get; } = QSslCertificate.FromDer(Convert.FromBase64String(
        "MIIBKTCBz6ADAgECAggc3EidyhsH6zAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDEwRGdXp6MCAXDTIwMDEwMTAwMDAwMFoYDzIxMTkwMTAxMDAwMD"
        + "AwWjAPMQ0wCwYDVQQDEwRGdXp6MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyXzK0bCtyHESyawmxHA76Hcp6kNkQgN+aTYL5IXz/CgNmbd7"
        + "ftb1UTmw4xEzNUjZH0YFxnJy0guJvGRib5G0wqMTMBEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAqKNiInICY+ezga6Pbq"
        + "1RtHA8BY/J09kOhTiAlTyf4T0CIQCux7PZDz+Q61F0cgQklwOkdRYiu9fwjwBdwLIW77CTig=="));

    public static void Answer(ReadOnlySpan<byte> input)
    {
        TlsPeer peer = new([s_subject], [s_subject, Authority], []);
        TlsPeer? judged = OcspVerdict.Judge(input.ToArray(), peer, s_configuration, OpenSslOcsp.Instance);
        if (judged is null)
            return;
        FuzzFaultException.ThrowIf(judged.OcspErrors.Count == 0, "an answer is believed that no responder gave");
        foreach (QSslError error in judged.OcspErrors)
            FuzzFaultException.ThrowIfUnreasoned(error.ErrorString);
    }
}
