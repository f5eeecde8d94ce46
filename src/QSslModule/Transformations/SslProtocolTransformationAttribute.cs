using System.Globalization;
using System.Management.Automation;
using System.Security.Authentication;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Converts the ways to write a version of TLS, such as 1.2, 'TLS 1.2' and the SslProtocols of .NET. It refuses everything else, without
/// repeating the value, and names what can be used.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SslProtocolTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is null)
            return null;
        if (Read(input) is { } read)
            return read;
        if (input is not SslProtocols && !EnumText.IsSeveral(input)
            && LanguagePrimitives.TryConvertTo(input, typeof(SslProtocol), CultureInfo.InvariantCulture, out object? converted)
            && converted is SslProtocol known && ProtocolNames.All.Contains(known.ToString()))
        {
            return known;
        }
        throw new ArgumentTransformationMetadataException(
            $"{(input is string text ? $"A text of {text.Length} characters" : $"A {input.GetType().Name}")} cannot be converted; what "
                + $"is wanted is one of {string.Join(", ", ProtocolNames.All)}.");
    }

    private static SslProtocol? Read(object input) => input switch
    {
        string text => ProtocolNames.Read(text),
        // PowerShell reads 1.2 without quotes as a number.
        double or decimal => ProtocolNames.Read(((IFormattable)input).ToString("0.0##", CultureInfo.InvariantCulture)),
        // By their numbers: the names of old versions are obsolete.
        SslProtocols { } flags => (int)flags switch
        {
            0x3000 => SslProtocol.TlsV1_3,
            0xC00 => SslProtocol.TlsV1_2,
            0x3C00 => SslProtocol.TlsV1_2OrLater,
            0x300 => SslProtocol.TlsV1_1,
            0xC0 => SslProtocol.TlsV1_0,
            _ => null,
        },
        _ => null,
    };
}
