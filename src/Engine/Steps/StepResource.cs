namespace DeepStack.Sim.Engine.Steps;

/// <summary>What does one operator at a time when halves of a step take turns.</summary>
internal enum StepResource
{
    /// <summary>The cores of the devices.</summary>
    Cores,

    /// <summary>The network between them.</summary>
    Network,

    /// <summary>The attention memory.</summary>
    Memory,

    /// <summary>Nothing that anybody waits for: the operator only begins.</summary>
    None,
}
