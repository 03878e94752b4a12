using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Kv;

/// <summary>A pool without sharing: only the number of free blocks matters.</summary>
/// <param name="blocks">Blocks that requests can hold.</param>
internal sealed class CountedBlocks(int blocks) : IKvBlocks
{
    public int Free { get; private set; } = blocks;

    public PrefixMatch Find(TraceRequest request, int blocks) => default;

    public void Take(int slot, int blocks) => Free -= blocks;

    public void Grow(int slot, int held, int blocks) => Free -= blocks - held;

    public void Enter(int slot, TraceRequest request, int fullBlocks)
    {
    }

    public void Release(int slot, int held, TraceRequest? comesBack) => Free += held;
}
