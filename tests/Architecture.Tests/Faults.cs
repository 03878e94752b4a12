using Xunit.Sdk;

namespace DeepStack.Sim.Architecture.Tests;

/// <summary>Fails with every fault on a line of its own.</summary>
internal static class Faults
{
    public static void None(IEnumerable<string> faults)
    {
        List<string> all = [.. faults.Distinct()];
        if (all.Count > 0) throw new XunitException($"{all.Count} faults:\n{string.Join("\n", all)}");
    }
}
