"""Names of people who do not exist: common Danish first and last names, drawn apart."""

WOMEN = (
    *("Anne", "Kirsten", "Mette", "Hanne", "Helle", "Susanne", "Lene", "Maria", "Marianne", "Lone", "Camilla", "Pia"),
    *("Louise", "Charlotte", "Karen", "Inge", "Bente", "Tina", "Gitte", "Julie", "Jette", "Ida", "Emma", "Rikke"),
    *("Birgitte", "Ulla", "Sofie", "Cecilie", "Sara", "Birthe", "Christina", "Laura", "Line", "Freja", "Clara"),
    *("Trine", "Maja", "Katrine", "Nanna", "Signe", "Astrid", "Ditte", "Dorte", "Ellen", "Else", "Frida", "Gerda"),
    *("Heidi", "Johanne", "Jytte", "Kamilla", "Lærke", "Merete", "Mia", "Nina", "Randi", "Sanne", "Stine", "Tove"),
    *("Vibeke", "Åse", "Ayse", "Fatima", "Leila", "Nadia", "Oksana", "Zeynep", "Agnieszka", "Amina", "Berit"),
)
MEN = (
    *("Peter", "Michael", "Lars", "Jens", "Thomas", "Henrik", "Søren", "Christian", "Martin", "Jan", "Morten"),
    *("Anders", "Niels", "Jesper", "Mads", "Rasmus", "Per", "Hans", "Jørgen", "Ole", "Kim", "Frederik", "Mikkel"),
    *("Kasper", "Emil", "Bo", "Flemming", "Simon", "Jacob", "Erik", "Claus", "Torben", "Steen", "Carsten", "Bent"),
    *("Johan", "Kristian", "Oliver", "Aksel", "Asger", "Bjarne", "Brian", "Dan", "Ebbe", "Finn", "Gustav", "Ivan"),
    *("Karl", "Leif", "Magnus", "Noah", "Poul", "René", "Svend", "Troels", "Uffe", "Viggo", "Ørjan", "Ali"),
    *("Ahmed", "Hassan", "Ibrahim", "Yusuf", "Andrii", "Piotr"),
)
LAST = (
    *("Nielsen", "Jensen", "Hansen", "Andersen", "Pedersen", "Christensen", "Larsen", "Sørensen", "Rasmussen"),
    *("Jørgensen", "Petersen", "Madsen", "Kristensen", "Olsen", "Thomsen", "Christiansen", "Poulsen", "Johansen"),
    *("Møller", "Mortensen", "Knudsen", "Jakobsen", "Mikkelsen", "Olesen", "Frederiksen", "Laursen", "Henriksen"),
    *("Lund", "Holm", "Schmidt", "Eriksen", "Kristiansen", "Clausen", "Simonsen", "Svendsen", "Andreasen", "Iversen"),
    *("Jeppesen", "Vestergaard", "Nissen", "Lauridsen", "Kjær", "Jespersen", "Mogensen", "Nørgaard", "Dahl"),
    *("Bertelsen", "Bak", "Berg", "Bruun", "Dam", "Friis", "Gade", "Hald", "Juhl", "Krogh", "Lind", "Munk", "Nygaard"),
    *("Overgaard", "Paulsen", "Ravn", "Skov", "Toft", "Winther", "Ørum", "Østergaard", "Ærø", "Aagaard", "Ali"),
    *("Ahmed", "Hussein", "Kovalenko", "Nguyen", "Nowak", "Yilmaz", "Å", "Bech"),
)
MIDDLE = ("Bach", "Bang", "Bjerre", "Dahl", "Friis", "Holm", "Juul", "Kjær", "Krogh", "Lund", "Riis", "Skov", "Vang")
