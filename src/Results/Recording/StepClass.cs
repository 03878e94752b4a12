namespace DeepStack.Sim.Results.Recording;

/// <summary>Steps by what they hold.</summary>
public enum StepClass
{
    /// <summary>No request: padding to other ranks.</summary>
    Idle,

    /// <summary>Only prompts.</summary>
    Prefill,

    /// <summary>Only generation.</summary>
    Decode,

    /// <summary>Both.</summary>
    Mixed,
}
