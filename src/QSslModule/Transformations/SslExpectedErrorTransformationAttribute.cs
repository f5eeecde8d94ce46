using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Converts the names of error codes to errors. An unknown name is refused here. Otherwise it would be noticed only when a peer has an
/// error, and until then the caller would believe that the error is expected.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SslExpectedErrorTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        inputData = EnumText.Apart(inputData);
        return LanguagePrimitives.GetEnumerable(inputData) is { } items ? items.Cast<object?>().Select(ToError).ToArray()
            : inputData is null ? null : [ToError(inputData)];
    }

    private static object? ToError(object? expected)
    {
        switch (expected is PSObject wrapped ? wrapped.BaseObject : expected)
        {
            case null:
                return null;
            case QSslError error:
                return error;
            case SslPeerError error:
                return error.SslError;
            case var code:
                return LanguagePrimitives.TryConvertTo(code, out SslErrorCode known) && Enum.IsDefined(known)
                    ? new QSslError(known)
                    : throw new ArgumentTransformationMetadataException(
                        $"'{InputEcho.Of($"{code}")}' is not an error of a peer. Press Tab after -ExpectedError for those there are, or "
                            + "give what Get-SslError writes.");
        }
    }
}
