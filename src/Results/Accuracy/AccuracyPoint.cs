namespace DeepStack.Sim.Results.Accuracy;

/// <summary>One of our figures beside a reference's.</summary>
/// <param name="Case">Which case.</param>
/// <param name="Reference">What the reference says.</param>
/// <param name="Ours">What we say.</param>
/// <param name="Error">The difference in the terms of the tolerance: a share of the reference, or an amount in its unit.</param>
/// <param name="Tolerance">The largest error that passes; null where it is not judged.</param>
public readonly record struct AccuracyPoint(string Case, double Reference, double Ours, double Error, double? Tolerance)
{
    /// <summary>Whether the error is within the tolerance, if there is one.</summary>
    public bool Passes => !(Error > Tolerance);
}
