namespace DeepStack.Sim.Results.Timelines;

/// <summary>A place on the way of a request.</summary>
internal enum FlowPlace
{
    /// <summary>Its arrow starts here.</summary>
    First,

    /// <summary>Its arrow passes.</summary>
    Middle,

    /// <summary>Its arrow ends here.</summary>
    Last,
}
