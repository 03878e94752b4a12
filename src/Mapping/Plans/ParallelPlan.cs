namespace DeepStack.Sim.Mapping.Plans;

/// <summary>How a model is spread over devices.</summary>
/// <param name="TensorParallel">Devices that share every layer of a replica; at least 1.</param>
/// <param name="DataParallel">Replicas, each with its own scheduler; at least 1.</param>
public sealed record ParallelPlan(int TensorParallel = 1, int DataParallel = 1)
{
    /// <summary>Devices in use.</summary>
    public int Devices => TensorParallel * DataParallel;

    /// <summary>For reports: "TP 8" or "TP 4, DP 2".</summary>
    public override string ToString() => DataParallel == 1 ? $"TP {TensorParallel}" : $"TP {TensorParallel}, DP {DataParallel}";
}
