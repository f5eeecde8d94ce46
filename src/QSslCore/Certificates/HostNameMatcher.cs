namespace QSslCore;

/// <summary>Compares the name that was asked for with the names in a certificate.</summary>
internal static class HostNameMatcher
{
    public static bool Matches(QSslCertificate certificate, string name, HostNameRules rules) => throw new NotImplementedException();

    /// <summary>Why <paramref name="name"/> does not match, with the names that would.</summary>
    public static string Explain(QSslCertificate certificate, string name, HostNameRules rules) => throw new NotImplementedException();
}
