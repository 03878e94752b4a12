namespace DeepStack.Sim.Engine.Sampled;

/// <summary>The parts that a step is composed of; within a part everything depends on one or two sizes.</summary>
internal enum PartKind : byte
{
    /// <summary>All operators whose work depends on the new tokens alone; size: tokens.</summary>
    Tokens = 1,

    /// <summary>LM head and sampling; size: sampled sequences.</summary>
    Head = 2,

    /// <summary>Attention of decoding sequences; sizes: sequences, blocks of keys that each reads.</summary>
    Decode = 3,

    /// <summary>Attention of one sequence in prefill; sizes: new tokens, context.</summary>
    Prefill = 4,

    /// <summary>A whole step, simulated again to find the error of its composition; sizes: a hash of its sequences.</summary>
    Whole = 64,
}
