using System.Collections;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>Reads the certificates of a server by name, as scripts provide them.</summary>
internal static class ServerNames
{
    /// <exception cref="MaterialException">A name, a certificate or its key cannot be used.</exception>
    public static QSslServerIdentity[] Read(MaterialReader reader, IDictionary table) =>
        [.. table.Cast<DictionaryEntry>().Select(entry =>
            Read(reader, $"{entry.Key}", entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value))];

    private static QSslServerIdentity Read(MaterialReader reader, string name, object? value)
    {
        if (value is null)
            throw new MaterialException(ServerErrors.NameWithoutCertificate(name));
        (object certificate, object? key) = value is IDictionary parts ? (parts["Certificate"] ?? "", parts["Key"]) : (value, null);
        try
        {
            // One file may contain both the certificate and the key.
            (QSslCertificate[] chain, QSslKey? beside) = key is null
                ? reader.Local([certificate])
                : ([.. reader.Certificates(certificate)], null);
            return new(name, chain, key is not null ? reader.Key(key) : beside ?? reader.Key(certificate));
        }
        catch (ArgumentException e)
        {
            throw new MaterialException(ServerErrors.UnusableName(name, e));
        }
    }
}
