using System.Text.RegularExpressions;

namespace QSslModule;

/// <summary>Public keys in the form of -Pin: <c>sha256/</c> and the base64 of the SHA-256 of the key.</summary>
internal static partial class PinText
{
    /// <exception cref="MaterialException">A text is not a valid pin, or there is none.</exception>
    public static void RefuseNoPin(string[]? pins)
    {
        // $null is usually a variable with a typing error, an empty array a file without lines, and neither the wish to pin nothing.
        if ((pins is { Length: > 0 } ? pins : [""]).Select(pin => pin ?? "").FirstOrDefault(pin => !Form().IsMatch(pin)) is { } bad)
            throw new MaterialException(ReportErrors.NotAPin(bad, Thumbprint().IsMatch(bad)));
    }

    [GeneratedRegex("^(?:[0-9A-Fa-f]{2}[: ]?){20}(?:(?:[: ]?[0-9A-Fa-f]{2}){12})?$")]
    private static partial Regex Thumbprint();

    [GeneratedRegex("^sha256/[A-Za-z0-9+/]{43}=$")]
    private static partial Regex Form();
}
