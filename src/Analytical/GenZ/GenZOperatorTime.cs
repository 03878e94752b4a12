namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>One line of the table of operators: what one execution on one device needs.</summary>
/// <param name="Name">The operator, in that tool's words.</param>
/// <param name="Repeats">How often it runs in a pass.</param>
/// <param name="Operations">Floating-point operations.</param>
/// <param name="FirstBytes">The size of the first input.</param>
/// <param name="SecondBytes">The size of the second input: weights, keys or values.</param>
/// <param name="ResultBytes">The size of the result.</param>
/// <param name="ComputeSeconds">Arithmetic at the peak rate.</param>
/// <param name="MemorySeconds">Memory at the peak rate.</param>
/// <param name="CommunicationSeconds">The transfer between devices.</param>
/// <param name="Seconds">The time it takes, efficiency included.</param>
public readonly record struct GenZOperatorTime(
    string Name,
    long Repeats,
    double Operations,
    double FirstBytes,
    double SecondBytes,
    double ResultBytes,
    double ComputeSeconds,
    double MemorySeconds,
    double CommunicationSeconds,
    double Seconds);
