using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Makes targets of text, URIs, end points and objects that name a host. What is none becomes an unusable target, whose
/// cmdlet writes an error and goes on with the next.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SslTargetTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether the hosts are a list that is worked off, and text is its lines: nothing of it may get lost, so that $null and objects of
    /// other kinds are unusable targets, too, and not errors of the binding.
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
        // What is not there is most likely a variable's name with a slip in it: an empty list of hosts is not meant.
        if (inputData is null)
            throw new ArgumentTransformationMetadataException("No host was given: the value is $null.");
        // A socket belongs to another parameter; refusing it here makes the binder look there.
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is QAbstractSocket)
            throw new ArgumentTransformationMetadataException("A socket names no host to connect to; give the host with -HostName.");
        return TargetParser.ParseAll(inputData);
    }
}
