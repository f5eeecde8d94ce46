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
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // What is not there is most likely a variable's name with a slip in it: nobody wants no host by that.
        if (inputData is null)
            throw new ArgumentTransformationMetadataException("No host was given: the value is $null.");
        // A socket belongs to another parameter; refusing it here makes the binder look there.
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is QAbstractSocket)
            throw new ArgumentTransformationMetadataException("A socket names no host to connect to; give the host with -HostName.");
        return TargetParser.ParseAll(inputData);
    }
}
