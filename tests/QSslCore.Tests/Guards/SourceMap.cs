using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace QSslCore.Tests.Guards;

/// <summary>Which folder of the source tree each type of an assembly stands in, as its debug symbols say.</summary>
internal sealed class SourceMap : IDisposable
{
    /// <summary>The debug information of types without code; the compiler's number for it.</summary>
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _symbols;
    private readonly string _root;

    /// <param name="assembly">An assembly with its symbols beside it.</param>
    /// <param name="root">The project's folder as the compiler saw it, with a slash at its end.</param>
    public SourceMap(Assembly assembly, string root)
    {
        _provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        _symbols = _provider.GetMetadataReader();
        _root = root;
    }

    /// <summary>The folder below the root; null for what the compiler made up.</summary>
    public string? FolderOf(Type type)
    {
        Type outer = type;
        while (outer.DeclaringType is { } declaring)
            outer = declaring;
        return Documents(outer).Select(Folder).FirstOrDefault(folder => folder is not null);
    }

    public void Dispose() => _provider.Dispose();

    private string? Folder(DocumentHandle handle)
    {
        string path = _symbols.GetString(_symbols.GetDocument(handle).Name).Replace('\\', '/');
        int start = path.IndexOf(_root, StringComparison.Ordinal);
        // Generated sources lie below obj, or nowhere.
        if (start < 0 || path.Contains("/obj/", StringComparison.Ordinal))
            return null;
        string relative = path[(start + _root.Length)..];
        int slash = relative.LastIndexOf('/');
        return slash < 0 ? "" : relative[..slash];
    }

    private IEnumerable<DocumentHandle> Documents(Type type)
    {
        EntityHandle token = MetadataTokens.EntityHandle(type.MetadataToken);
        foreach (CustomDebugInformationHandle handle in _symbols.GetCustomDebugInformation(token))
        {
            CustomDebugInformation information = _symbols.GetCustomDebugInformation(handle);
            if (_symbols.GetGuid(information.Kind) != s_typeDocuments)
                continue;
            BlobReader blob = _symbols.GetBlobReader(information.Value);
            while (blob.RemainingBytes > 0)
                yield return MetadataTokens.DocumentHandle(blob.ReadCompressedInteger());
        }
        foreach (MethodBase method in References.MethodsOf(type))
        {
            MethodDebugInformation information =
                _symbols.GetMethodDebugInformation(MetadataTokens.MethodDefinitionHandle(method.MetadataToken & 0xFFFFFF));
            if (!information.Document.IsNil)
                yield return information.Document;
            else if (!information.SequencePointsBlob.IsNil)
                yield return information.GetSequencePoints().First().Document;
        }
    }
}
