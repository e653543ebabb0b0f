"""What simulated employees write, by the question that stands above the line. They write English; the bot may not."""

GOALS = "What do you want to reach"
TOPICS = ("short video", "AI tools", "social media", "data and analytics", "prompting", "a podcast", "accessibility")
LINES = {
    GOALS: (
        "Publish a short video that I cut myself",
        "Draft a weekly report with an AI tool",
        "Read a dashboard without asking for help",
        "Answer three comments a week on the company's page",
        "Run a meeting in which the youngest speak first",
        "Write a post that somebody outside the company shares",
        "Make one of our pages usable without a mouse",
        "Ask an AI tool a question that it answers well",
        "Let a chart replace a page of a report",
        "Record a podcast of ten minutes",
    ),
    "How will you know": ("Both of us have seen it", "I did it twice without help", "A colleague asks how it is done"),
    "What will you try": (
        "Ask the team before I decide",
        "Record a two-minute update",
        "Let an AI tool draft my notes",
    ),
    "What will they try": ("Ask the team before they decide", "Record a two-minute update", "Share the draft early"),
    "What will the senior try": ("Ask the team first", "Record a two-minute update", "Share the draft early"),
    "How many minutes": ("30", "40", "45", "45", "50", "60"),
    "About what": TOPICS,
    "Link for a video call": ("https://meet.example.com/mentoring",),
    "What you want to tell": (
        "*Halfway there soon.* Thank you to everybody who meets: keep it up.",
        "A panel on reverse mentoring is on Thursday at noon. Bring your partner.",
        "*Three things that pairs tried this month*: a podcast, a prompt library, an open door on Fridays.",
        "The next round of matching comes soon. Know somebody who would be good? `/mentor nominate`",
        "Your goals are yours: look at them once before your next session.",
    ),
    "Who gets it": ("Everybody who takes part", "Mentors", "Mentees"),
    "What would you like to get out of it": ("To see the company through other eyes.", "To try things that are new."),
}
ANYTHING = ("It went well, thank you.", "More time for it would help.", "I learned something new.")
MET = ("met {minutes}m: {topic}", "met {minutes}m today: {topic}", "{minutes} minutes yesterday, {topic}")
