using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace QSslModule;

/// <summary>Finds text encodings.</summary>
internal static class TextEncodings
{
    /// <summary>Returns an encoding by its name in PowerShell or IANA, by its code page, or unchanged if it is an encoding.</summary>
    /// <exception cref="MaterialException">The encoding does not exist.</exception>
    public static Encoding Find(object? encoding)
    {
        object? value = encoding is PSObject wrapped ? wrapped.BaseObject : encoding;
        if (value is Encoding given)
            return given;
        string name = value?.ToString() ?? "";
        try
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int page))
                return Encoding.GetEncoding(page);
            return Encoding.GetEncoding(name.ToUpperInvariant() switch
            {
                "UTF8" => "utf-8",
                "LATIN1" => "iso-8859-1",
                "ASCII" => "us-ascii",
                "UNICODE" => "utf-16",
                var other => other,
            });
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new MaterialException(DataErrors.UnknownEncoding(encoding, name, e));
        }
    }
}
