namespace QSslCore;

/// <summary>Names of keys for readers.</summary>
internal static class KeyNames
{
    public static string Describe(QSslKey key) => key.Algorithm.ToString();
}
