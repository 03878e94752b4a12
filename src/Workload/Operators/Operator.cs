using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>One operator of a step: what it computes and what it moves, of the whole model, before any split over chips.</summary>
/// <param name="Name">Its name, equal in all layers of a kind, such as "qkv_proj".</param>
/// <param name="Sharding">How tensor parallelism splits it.</param>
public abstract record Operator(string Name, Sharding Sharding)
{
    /// <summary>Which part of a step fixes its size.</summary>
    public OperatorScope Scope { get; init; }

    /// <summary>Arithmetic; a multiply-add counts two.</summary>
    public abstract Flops Flops { get; }

    /// <summary>Weights read, each once.</summary>
    public virtual Bytes WeightBytes => Bytes.Zero;

    /// <summary>Activations read, each once.</summary>
    public abstract Bytes InputBytes { get; }

    /// <summary>Activations written.</summary>
    public abstract Bytes OutputBytes { get; }

    /// <summary>Cached keys and values read, each once.</summary>
    public virtual Bytes KvReadBytes => Bytes.Zero;

    /// <summary>Keys and values written to the cache.</summary>
    public virtual Bytes KvWrittenBytes => Bytes.Zero;
}
