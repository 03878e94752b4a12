using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests;

/// <summary>Requests written down briefly.</summary>
internal static class TestTrace
{
    public static TraceRequest Request(int index, int input, int output, double seconds = 0, int priority = 0) =>
        new(index, $"r{index}", SimTime.Zero + Duration.FromSeconds(seconds), input, output) { Priority = priority };

    public static TraceRequest Hashed(int index, int input, int output, params long[] hashes) =>
        Request(index, input, output) with { BlockHashes = hashes, BlockTokens = 16 };
}
