using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Tells builds of the program apart, as far as they may time steps differently.</summary>
public static class ProgramIdentity
{
    private const string Prefix = "DeepStack.Sim.";
    private const string WithoutInfluence = "DeepStack.Sim.Results";

    /// <summary>A hash over this room and all rooms below it but Results; any change of code changes it.</summary>
    public static string Hash { get; } = Compute();

    /// <summary>A program compiled ahead of time is one file and knows no assemblies. Any other is started by a file that is the same for every build.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "That the place is empty in a single file is what is asked.")]
    private static string Compute() => typeof(ProgramIdentity).Assembly.Location.Length > 0 ? OfAssemblies() : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Environment.ProcessPath!)));

    private static string OfAssemblies()
    {
        var rooms = new SortedDictionary<string, Guid>(StringComparer.Ordinal);
        Visit(typeof(ProgramIdentity).Assembly, rooms);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rooms.Select(r => $"{r.Key} {r.Value}")))));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Not reached where assemblies are trimmed.")]
    private static void Visit(Assembly room, SortedDictionary<string, Guid> rooms)
    {
        if (!rooms.TryAdd(room.GetName().Name!, room.ManifestModule.ModuleVersionId)) return;
        foreach (AssemblyName name in room.GetReferencedAssemblies())
        {
            if (name.Name!.StartsWith(Prefix, StringComparison.Ordinal) && name.Name != WithoutInfluence) Visit(Assembly.Load(name), rooms);
        }
    }
}
