using System.Globalization;
using System.Text.RegularExpressions;

namespace QSslCore.Tls.Platform;

// The messages of the TLS library that the runtime passes on: "error:0A000418:SSL routines::tlsv1 alert unknown ca".
internal static partial class PlatformFailures
{
    private const int ReasonMask = 0x7FFFFF;
    private const int FirstAlertReason = 1000;
    private const int LastAlertReason = 1255;

    private static (string Text, AlertType? FromPeer) FromLibrary(Exception root)
    {
        Match match = LibraryError().Match(root.Message);
        if (!match.Success)
            return (root.Message, null);
        int reason = int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & ReasonMask;
        // Reasons above 1000 are alerts that the peer sent.
        return (match.Groups["text"].Value, reason is >= FirstAlertReason and <= LastAlertReason
            ? (AlertType)(reason - FirstAlertReason)
            : null);
    }

    [GeneratedRegex("error:(?<code>[0-9A-Fa-f]{8}):[^:]*:[^:]*:(?<text>.+)$")]
    private static partial Regex LibraryError();
}
