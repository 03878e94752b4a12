namespace DeepStack.Sim.Workload.Operators;

/// <summary>How tensor parallelism splits an operator; it also says where partial results meet.</summary>
public enum Sharding
{
    /// <summary>Every rank does the whole of it, or its share of the tokens under sequence parallelism.</summary>
    Replicated,

    /// <summary>Ranks hold columns of the weight: the input is whole, each rank has part of the output.</summary>
    Column,

    /// <summary>Ranks hold rows of the weight: each rank has part of the input, and the outputs must be summed over ranks.</summary>
    Row,

    /// <summary>Ranks hold vocabulary entries: an embedding's outputs must be summed, an LM head's gathered.</summary>
    Vocabulary,

    /// <summary>Ranks hold attention heads, and the part of the cache that belongs to them.</summary>
    Heads,

    /// <summary>Ranks hold elements that belong to the columns of the linear operator before it.</summary>
    Elements,

    /// <summary>Routed experts: split like a gated feed-forward layer, or dealt out whole under expert parallelism.</summary>
    Experts,
}
