using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Converts text, URIs, end points and objects that name a host to targets. Other input becomes an unusable target. The cmdlet writes an
/// error for it and continues with the next target.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SslTargetTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether the hosts are a list to work through, and text contains its lines. Every item of the list counts: $null and objects of other
    /// types also become unusable targets instead of binding errors.
    /// </summary>
    public bool IsList { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (IsList)
        {
            return inputData is null
                ? new[] { SslTarget.Unusable(null, "No host was given: the value is $null.") }
                : TargetParser.ParseAll(inputData, isList: true);
        }
        // A null value is usually a variable name with a typing error, and not an empty list of hosts.
        if (inputData is null)
            throw new ArgumentTransformationMetadataException("No host was given: the value is $null.");
        // A socket belongs to another parameter. The refusal makes PowerShell try that parameter.
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is QAbstractSocket)
            throw new ArgumentTransformationMetadataException("A socket names no host to connect to; give the host with -HostName.");
        return TargetParser.ParseAll(inputData);
    }
}
